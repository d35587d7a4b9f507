import { useId, useRef, useState } from "react";
import { controls } from "../api/client";
import type { CompanyFunction } from "../api/types";
import { Floating } from "../controls/Floating";
import { Icon } from "../controls/Icon";
import { useText } from "../i18n";
import { useSandbox } from "../state/sandbox";

/** The company's headcount, with people joining and leaving at a click. */
export function PeopleButton() {
  const { state } = useSandbox();
  const text = useText();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const { customer_facing: customerFacing, enablement } = state.company.totals;
  const close = () => setIsOpen(false);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="bar-button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        data-testid="people"
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name="people" size={16} />
        <span>{text.people}</span>
        <small>
          {customerFacing} : {enablement}
        </small>
      </button>
      {isOpen && (
        <Floating anchor={button} onClose={close} className="people">
          <PeopleTable
            onClose={() => {
              close();
              button.current?.focus();
            }}
          />
        </Floating>
      )}
    </>
  );
}

function PeopleTable({ onClose }: { onClose(): void }) {
  const { state } = useSandbox();
  const text = useText();
  const id = useId();
  const [fault, setFault] = useState<string | null>(null);
  const change = async (one: CompanyFunction, by: number) => {
    setFault(null);
    try {
      await controls.changePeople(one.key, by);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  const classes = [
    { key: "customer_facing", title: text.customerFacing, total: state.company.totals.customer_facing },
    { key: "enablement", title: text.enablement, total: state.company.totals.enablement },
  ];
  return (
    <div
      role="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      data-testid="people-dialog"
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <h2 id={`${id}-title`}>{text.peopleTitle}</h2>
      <p id={`${id}-text`}>{text.peopleExplained}</p>
      {classes.map(({ key, title, total }) => (
        <table key={key}>
          <thead>
            <tr>
              <th scope="col">{title}</th>
              <th scope="col" className="is-number">
                {text.lastWeek}
              </th>
              <th scope="col" className="people-count">
                {text.headcount}
              </th>
            </tr>
          </thead>
          <tbody>
            {state.company.functions
              .filter((one) => one.class === key)
              .map((one) => (
                <PeopleRow key={one.key} one={one} onChange={(by) => void change(one, by)} />
              ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {text.total}
              </th>
              <td className="people-count">{total}</td>
            </tr>
          </tfoot>
        </table>
      ))}
      {fault && (
        <p className="message-fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

const STEPS = [-10, -1, 1, 10];

function PeopleRow({ one, onChange }: { one: CompanyFunction; onChange(by: number): void }) {
  const text = useText();
  const name = (by: number) => {
    if (Math.abs(by) === 1) return by > 0 ? text.join(one.label) : text.leave(one.label);
    return by > 0 ? text.joinMany(one.label, by) : text.leaveMany(one.label, -by);
  };
  const step = (by: number) => (
    <button
      key={by}
      type="button"
      className="step"
      aria-label={name(by)}
      title={name(by)}
      disabled={one.count + by < 0}
      data-testid={`people-${one.key}-${by > 0 ? "join" : "leave"}-${Math.abs(by)}`}
      onClick={() => onChange(by)}
    >
      {by > 0 ? `+${by}` : `−${-by}`}
    </button>
  );
  return (
    <tr>
      <th scope="row">{one.label}</th>
      <td className="is-number">{one.last_week}</td>
      <td className="people-count">
        {STEPS.filter((by) => by < 0).map(step)}
        <b data-testid={`people-${one.key}`} className={one.count === one.last_week ? "" : "is-changed"}>
          {one.count}
        </b>
        {STEPS.filter((by) => by > 0).map(step)}
      </td>
    </tr>
  );
}
