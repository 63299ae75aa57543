/** As far as English is regular. */
export function toSingular(plural: string): string {
  return plural
    .replace(/ies$/, 'y')
    .replace(/(x|z|ch|sh|ss)es$/, '$1')
    .replace(/([^s])s$/, '$1');
}
