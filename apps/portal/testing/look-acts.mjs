// Where screens are, and what a person does there before a picture is taken.
export const vm = (number) => `/machines/00000000-0000-4000-8220-${String(number).padStart(12, '0')}`;

export const account = (number) =>
  `/administration/comptes/00000000-0000-4000-8440-${String(number).padStart(12, '0')}`;
export const groupAt = (number) =>
  `/administration/groupes/00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const press = (selector) => async (page) => {
  await page.locator(selector).first().click();
  await page.waitForTimeout(500);
};
export const requestAt = (number) => `/demandes/00000000-0000-4000-8770-${String(number).padStart(12, '0')}`;
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
