import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';

// Zod would try whether it may compile its checks with `new Function`; our content policy forbids and reports that. It reads this
// when it is loaded: the contracts' schemas are made before anything could call `z.config`.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

bootstrapApplication(App, appConfig).catch((error: unknown) => console.error(error));
