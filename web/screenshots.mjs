// Pictures for the README, taken from a running sandbox: node screenshots.mjs [folder]
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const url = process.env.SANDBOX_URL ?? "http://127.0.0.1:3000";
const folder = process.argv[2] ?? "screenshots";
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
const state = await (await fetch(`${url}/sandbox/state`)).json();
const english = state.users.find((user) => user.may_act && user.locale.startsWith("en"));
const japanese = state.users.find((user) => user.may_act && user.locale.startsWith("ja"));

async function open(user, colorScheme, place = "") {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme, deviceScaleFactor: 2 });
  const page = await context.newPage();
  await page.goto(`${url}/?user=${user.id}${place}`);
  await page.getByTestId("clock").waitFor();
  return page;
}

async function run(page, command) {
  const before = await page.getByTestId("message").count();
  await page.getByTestId("composer-input").fill(command);
  await page.getByTestId("send").click();
  await page.waitForFunction((count) => document.querySelectorAll("[data-testid=message]").length > count, before);
}

async function take(page, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${folder}/${name}.png`, animations: "disabled" });
  await page.context().close();
}

const plan = await open(english, "light");
await run(plan, "/enablement-plan 320 6");
await take(plan, "plan");

const japanesePlan = await open(japanese, "dark");
await run(japanesePlan, "/enablement-plan 320 6");
await take(japanesePlan, "plan-ja-dark");

const whatIf = await open(english, "light");
await run(whatIf, "/enablement-plan 320 6");
await whatIf.locator("[data-testid^=action-]").last().waitFor();
await whatIf.locator(".message").last().locator(".button.is-primary").click();
const modal = whatIf.getByTestId("modal");
// Not every version of the bot opens one; the picture is left out then.
const hasModal = await modal.waitFor({ timeout: 5000 }).then(() => true, () => false);
if (hasModal) await take(whatIf, "what-if");

if (state.bot.home_tab) {
  const home = await open(english, "light", "#/home");
  await home.locator(".home-content").waitFor();
  await take(home, "home");
}
await browser.close();
