const SPACE = '[ \\u00a0\\u202f]';
const WIDE = new RegExp(`${SPACE}([:»])`, 'g');
const NARROW = new RegExp(`${SPACE}([;!?])`, 'g');
const OPENING = new RegExp(`«${SPACE}`, 'g');

/**
 * The spaces of French typography: U+00A0 before a colon and inside quotation marks, the narrow U+202F before
 * `; ! ?`. A text may be written with plain spaces; none of these can begin a line.
 */
export function french(text: string): string {
  return text.replace(WIDE, '\u00a0$1').replace(NARROW, '\u202f$1').replace(OPENING, '«\u00a0');
}

/** First names whose h is not sounded; other names in h keep their "de". */
const MUTE_H =
  /^h(a(drien|bib)|e(ctor|len|lo|nri|rv|rm|rbert|rcul)|ip+olyt|ilai|o(mere|nor|race|rtense)|u(bert|go|gues|guette|mbert)|yacinthe)/;

/** Whether "de" and "que" lose their e before this name: "d’Alice", "qu’Hélène", but "de Hamza", "de Yann", "de 11". */
export function isElidedBefore(name: string): boolean {
  const letters = name
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  return /^([aeiouœæ]|y[^aeiou])/.test(letters) || MUTE_H.test(letters);
}

/** "de Camille", "d’Alice". */
export function of(name: string): string {
  return isElidedBefore(name) ? `d’${name}` : `de ${name}`;
}
