import { type DragEvent, useState } from "react";
import { Icon, Spinner } from "../controls/Icon";
import { useText } from "../i18n";
import { type ElementProps, useElement } from "./useElement";

export function FileInput(props: ElementProps) {
  const { element } = props;
  const text = useText();
  const { surface, state, commit } = useElement(props);
  const [isUploading, setIsUploading] = useState(false);
  const [fault, setFault] = useState("");
  const files = state.files ?? [];
  const types = element.filetypes ?? [];
  const max = element.max_files ?? 10;

  const add = async (chosen: File[]) => {
    if (chosen.length === 0) return;
    setIsUploading(true);
    setFault("");
    try {
      const uploaded = await surface.upload(chosen.slice(0, max - files.length));
      await commit({ files: [...files, ...uploaded] });
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    } finally {
      setIsUploading(false);
    }
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    void add([...event.dataTransfer.files]);
  };
  return (
    <div className="file-input" onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      {files.map((file) => (
        <span key={file.id} className="chip">
          <Icon name="file" size={14} /> {file.name ?? file.id}
          <button
            type="button"
            aria-label={text.removeFile(file.name ?? file.id)}
            onClick={() => void commit({ files: files.filter((other) => other.id !== file.id) })}
          >
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
      {files.length < max && (
        <span className="file-input-choose">
          <input
            id={props.inputId}
            type="file"
            className="visually-hidden"
            multiple={max > 1}
            accept={types.map((type) => `.${type}`).join(",") || undefined}
            aria-label={props.label}
            aria-describedby={props.describedBy}
            aria-invalid={props.isInvalid || undefined}
            data-testid={`action-${element.action_id}`}
            onChange={(event) => {
              void add([...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
          <label className="button" htmlFor={props.inputId} aria-hidden="true">
            {isUploading ? <Spinner /> : <Icon name="clip" size={16} />}
            <span>{isUploading ? text.uploading : text.chooseFile}</span>
          </label>
          <span className="file-input-drop">{text.dropFiles}</span>
        </span>
      )}
      {types.length > 0 && <p className="input-hint">{text.fileTypes(types.map((type) => type.toUpperCase()).join(", "))}</p>}
      {fault && (
        <p className="input-error" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
