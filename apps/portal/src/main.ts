import { askForFirstParts } from './app/first-parts';

// Zod would try whether it may compile its checks with `new Function`; our content policy forbids and reports that. It reads this
// when it is loaded: the contracts' schemas are made before anything could call `z.config`.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

askForFirstParts(location.pathname);
import('./start').then(({ start }) => start()).catch((error: unknown) => console.error(error));
