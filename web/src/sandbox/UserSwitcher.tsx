import { Icon } from "../controls/Icon";
import { MenuButton } from "../controls/Menu";
import { useText } from "../i18n";
import { findUser, roleOf } from "../state/people";
import { useSandbox } from "../state/sandbox";
import { Avatar } from "../workspace/Avatar";

const LANGUAGES: Record<string, string> = { en: "English", ja: "日本語" };

/** Become somebody else: a member, an admin, a guest, someone who reads Japanese. */
export function UserSwitcher() {
  const { state, switchUser } = useSandbox();
  const text = useText();
  const me = findUser(state, state.me);
  const items = state.users
    .filter((user) => user.may_act)
    .map((user) => ({
      key: user.id,
      isChecked: user.id === state.me,
      label: (
        <span className="switcher-user">
          <Avatar user={user} size={26} /> {user.real_name || user.name}
        </span>
      ),
      hint: `${text.roleNames[roleOf(user)]} · ${LANGUAGES[user.locale.slice(0, 2)] ?? user.locale}`,
      onSelect: () => switchUser(user.id),
    }));
  return (
    <MenuButton className="bar-button" label={text.viewAs} testId="user-switcher" align="end" items={items}>
      <span className="visually-hidden">{text.viewAs}: </span>
      <Avatar user={me} size={22} />
      <span>{me?.real_name || me?.name}</span>
      {me && <small>{text.roleNames[roleOf(me)]}</small>}
      <Icon name="chevron" size={14} />
    </MenuButton>
  );
}
