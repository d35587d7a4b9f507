import { controls } from "../api/client";
import { Icon } from "../controls/Icon";
import { MenuButton, type MenuItem } from "../controls/Menu";
import { useText } from "../i18n";
import { useSandbox } from "../state/sandbox";
import { useAttempt } from "../state/attempts";

/** What one needs now and then: a file to import, the app gone and back, Slack's rate limits. */
export function MoreMenu() {
  const { state } = useSandbox();
  const text = useText();
  const attempt = useAttempt();
  const { bot, limits } = state;
  const missing = bot.scopes.optional.filter((scope) => !bot.scopes.granted.includes(scope));
  const items: (MenuItem | false)[] = [
    {
      key: "history",
      label: text.historyCsv,
      hint: text.historyHint,
      onSelect: () => {
        location.assign("/sandbox/history.csv");
      },
    },
    {
      key: "limits",
      label: limits.is_on ? text.limitsOff : text.limitsOn,
      hint: text.limitsHint,
      onSelect: () => attempt(controls.setLimits(!limits.is_on)),
    },
    missing.length > 0 && {
      key: "reinstall-all",
      label: text.reinstallAll,
      hint: text.reinstallHint(missing.join(", ")),
      onSelect: () => attempt(controls.reinstall(bot.scopes.optional)),
    },
    bot.is_installed
      ? { key: "uninstall", label: text.uninstall, hint: text.uninstallHint, isDanger: true, onSelect: () => attempt(controls.uninstall()) }
      : { key: "reinstall", label: text.reinstall, onSelect: () => attempt(controls.reinstall([])) },
  ];
  return (
    <MenuButton
      className="bar-button is-icon"
      title={text.more}
      label={text.more}
      testId="sandbox-more"
      align="end"
      items={items.filter((item): item is MenuItem => item !== false)}
    >
      <Icon name="more" />
    </MenuButton>
  );
}
