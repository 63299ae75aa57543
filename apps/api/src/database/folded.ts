const FROM = 'ÀÁÂÃÄÅàáâãäåÇçÈÉÊËèéêëÌÍÎÏìíîïÑñÒÓÔÕÖòóôõöÙÚÛÜùúûüÝŸýÿ';
const TO = 'AAAAAAaaaaaaCcEEEEeeeeIIIIiiiiNnOOOOOoooooUUUUuuuuYYyy';

/**
 * A column without accents and capitals, whatever the database's locale: « hélène » is found by “Helene”. Most texts are
 * plain ASCII, which needs no slow `translate`.
 */
export const folded = (column: string) =>
  `(CASE WHEN octet_length(${column}) = char_length(${column}) THEN lower(${column})
    ELSE lower(translate(${column}, '${FROM}', '${TO}')) END)`;

/** The same of what someone typed, as a pattern for LIKE that finds it anywhere. PostgreSQL takes no NUL in a text. */
export function foldedPattern(typed: string): string {
  const plain = typed
    .replaceAll('\0', '\ufffd')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
  return `%${plain.replace(/[\\%_]/g, '\\$&')}%`;
}
