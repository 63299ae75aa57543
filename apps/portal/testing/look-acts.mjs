// Where screens of the seeded school are (infra/seeds/class.mjs), and what a person does there before a picture is taken.

/** A path with an id in it that only this installation knows: asked of the API, as who looks at the screen. */
const found = (list, isIt, toPath) => async (get) => {
  const one = (await get(list)).find(isIt);
  if (!one) throw new Error(`Nothing fits in ${list}: is it the seeded school?`);
  return toPath(one.id);
};
export const vm = (name, rest = '') =>
  found(
    '/api/vms',
    (one) => one.name === name,
    (id) => `/machines/${id}${rest}`,
  );
export const requestFor = (name) =>
  found(
    '/api/vms',
    (one) => one.name === name,
    (id) => `/demandes/nouvelle?vm=${id}`,
  );
export const account = (username) =>
  found(
    '/api/users?limit=1000',
    (one) => one.username === username,
    (id) => `/administration/comptes/${id}`,
  );
export const group = (name, rest = '') =>
  found(
    '/api/groups',
    (one) => one.name === name,
    (id) => `/administration/groupes/${id}${rest}`,
  );
export const taught = (name, rest = '') =>
  found(
    '/api/groups',
    (one) => one.name === name,
    (id) => `/classes/${id}${rest}`,
  );
export const requestIn = (state) =>
  found(
    '/api/requests',
    (one) => one.state === state,
    (id) => `/demandes/${id}`,
  );

export const press = (selector) => async (page) => {
  await page.locator(selector).first().click();
  await page.waitForTimeout(500);
};
/** Fields in the order in which they stand; the last thing typed is left as a person leaves it. */
export const type =
  (...entries) =>
  async (page) => {
    for (const [selector, text] of entries) await page.locator(selector).first().fill(text);
    await page.waitForTimeout(300);
  };
export const inTurn =
  (...steps) =>
  async (page) => {
    for (const step of steps) await step(page);
  };
export const slideToEnd = async (page) => {
  await page.locator('input[matsliderthumb]').nth(1).focus();
  await page.keyboard.press('End');
  await page.waitForTimeout(500);
};
export const scrollFar = async (page) => {
  await page.locator('cdk-virtual-scroll-viewport').evaluate((box) => box.scrollTo(0, 100_000));
  await page.waitForTimeout(600);
};
