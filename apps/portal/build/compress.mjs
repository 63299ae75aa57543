import { copyFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const ENCODINGS = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gz: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};
/** Below this a compressed answer is hardly shorter. */
const WORTH_IT_BYTES = 500;

/** Writes `x.js.br` and `x.js.gz` beside `x.js`. A name with a hash has been compressed in `before` already. */
export async function compress(folder, before) {
  const files = (await readdir(folder, { recursive: true })).filter((file) =>
    /\.(js|css|html|svg|json)$/.test(file),
  );
  await Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(join(folder, file));
      if (bytes.length < WORTH_IT_BYTES) return;
      for (const [ending, encode] of Object.entries(ENCODINGS)) {
        const name = `${file}.${ending}`;
        if (/-[\w-]{8,}\.(js|css)$/.test(file) && existsSync(join(before, name)))
          await copyFile(join(before, name), join(folder, name));
        else await writeFile(join(folder, name), await encode(bytes));
      }
    }),
  );
}
