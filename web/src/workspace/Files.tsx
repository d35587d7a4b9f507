import type { SlackFile } from "../api/types";
import { Icon } from "../controls/Icon";
import { useLanguage, useText } from "../i18n";

export function Files({ files }: { files: SlackFile[] }) {
  const text = useText();
  const language = useLanguage();
  if (files.length === 0) return null;
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const size = (bytes: number) => (bytes < 1024 ? `${bytes} B` : `${format.format(bytes / 1024)} kB`);
  return (
    <ul className="files">
      {files.map((file) =>
        file.mimetype?.startsWith("image/") ? (
          <li key={file.id}>
            <img src={file.url} alt={file.alt_txt ?? file.title ?? file.name} loading="lazy" />
          </li>
        ) : (
          <li key={file.id}>
            <a className="file-card" href={file.url} download={file.name} aria-label={text.download(file.name)}>
              <Icon name="file" size={22} />
              <span>
                <b>{file.title || file.name}</b>
                <small>
                  {file.filetype?.toUpperCase()} · {size(file.size)}
                </small>
              </span>
            </a>
          </li>
        ),
      )}
    </ul>
  );
}
