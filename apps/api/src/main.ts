import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { FirstAccounts } from './access/auth/first-accounts.js';
import { checkComputer } from './foundation/config/check-computer.js';
import { readConfiguration } from './foundation/config/configuration.js';
import { ENVIRONMENT, type Environment } from './foundation/config/environment.js';
import { DatabaseServer } from './foundation/database/database-server.js';
import { explainFailure } from './start/explain-failure.js';
import { configureApp } from './start/configure-app.js';
import { lastResort } from './start/last-resort.js';
import { listen } from './start/listen.js';
import { heedStopSignals } from './start/stop-signals.js';
import { print, readyText, tellFirstAccounts } from './start/start-messages.js';

let app: NestExpressApplication | undefined;
// Nest stops the app itself, as soon as there is one.
heedStopSignals(() => (app ? undefined : DatabaseServer.closeAll()));
try {
  const configuration = readConfiguration();
  await checkComputer(configuration.environment);
  const module = AppModule.with(configuration);
  const options = { bufferLogs: true, autoFlushLogs: false, bodyParser: false, abortOnError: false };
  app = configureApp(await NestFactory.create<NestExpressApplication>(module, options));
  // From here on the program's own logger writes, with what was said before it was there.
  app.flushLogs();
  const running = app;
  lastResort(process, () => running.close());
  const environment = app.get<Environment>(ENVIRONMENT);
  await app.init();
  await app.get(FirstAccounts).make((created) => tellFirstAccounts(created, environment));
  await listen(app, environment);
  await print(readyText(environment.publicUrl ?? environment.socketPath ?? (await app.getUrl())));
} catch (error) {
  const { message, exitCode } = explainFailure(error);
  process.stderr.write(message);
  await (app ? app.close() : DatabaseServer.closeAll());
  process.exit(exitCode);
}
