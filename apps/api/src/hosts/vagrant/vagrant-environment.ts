import { homedir } from 'node:os';

/** All that Vagrant gets of an environment; `vagrantHome` is the folder of its boxes and plugins. */
export const vagrantEnvironment = (vagrantHome: string): Record<string, string> => ({
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: homedir(),
  LANG: 'C.UTF-8',
  VAGRANT_HOME: vagrantHome,
  VAGRANT_CHECKPOINT_DISABLE: '1',
  VAGRANT_NO_PARALLEL: '1',
  // A box that is not here is not looked for anywhere else.
  VAGRANT_SERVER_URL: 'http://127.0.0.1:9',
});
