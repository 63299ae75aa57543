const FROM = 'ÀÁÂÃÄÅàáâãäåÇçÈÉÊËèéêëÌÍÎÏìíîïÑñÒÓÔÕÖòóôõöÙÚÛÜùúûüÝŸýÿ';
const TO = 'AAAAAAaaaaaaCcEEEEeeeeIIIIiiiiNnOOOOOoooooUUUUuuuuYYyy';

/** A column without accents and capitals, whatever the database's locale: « hélène » is found by “Helene”. */
export const folded = (column: string) => `lower(translate(${column}, '${FROM}', '${TO}'))`;

/** The same of what someone typed, as a pattern for LIKE that finds it anywhere. PostgreSQL takes no NUL in a text. */
export function foldedPattern(typed: string): string {
  const plain = typed
    .replaceAll('\0', '\ufffd')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
  return `%${plain.replace(/[\\%_]/g, '\\$&')}%`;
}
