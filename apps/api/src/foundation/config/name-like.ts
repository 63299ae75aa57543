const OURS = /^(VMM|LDAP|SMTP)_/;
const SLIPS_AT_MOST = 2;

/** The known name that is most like an unknown one, as after a typing error; null when none is like it. */
export function nameLike(unknown: string, known: readonly string[]): string | null {
  const [nearest] = known
    .map((name) => ({ name, slips: slipsBetween(unknown.toUpperCase(), name) }))
    .sort((one, other) => one.slips - other.slips);
  return nearest && nearest.slips <= SLIPS_AT_MOST && unknown.length > 2 * SLIPS_AT_MOST
    ? nearest.name
    : null;
}

/** Whether a name begins like ours, so that no other program would read it. */
export const isOurs = (name: string) => OURS.test(name);

/** How many letters were left out, added, exchanged or taken for others (optimal string alignment). */
function slipsBetween(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= one.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isExchange =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      rows[row]?.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (isSame ? 0 : 1),
          isExchange ? at(row - 2, column - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return at(one.length, other.length);
}
