const WORD = /^[a-z][a-z.-]{0,30}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const LONGEST = 12;

/** The path of a request without its query and without segments that a person may have typed. */
export function pathForLog(url: string): string {
  const segments = (url.split(/[?#]/)[0] ?? '').split('/').filter(Boolean);
  return `/${segments
    .slice(0, LONGEST)
    .map((segment) => (WORD.test(segment) || UUID.test(segment) ? segment : '…'))
    .join('/')}`;
}
