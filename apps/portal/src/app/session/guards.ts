import { inject } from '@angular/core';
import {
  type CanActivateFn,
  type CanMatchFn,
  type RedirectFunction,
  RedirectCommand,
  Router,
} from '@angular/router';
import { PageIcons } from '../ui/register-icons';
import { homeOf } from './landing';
import { Session } from './session';

/** The portal without a page: home, or the sign-in page, which leads there. */
export const toHome: RedirectFunction = async () => {
  const session = inject(Session);
  // While the API is silent any page will do: none is shown.
  return session.load().then(homeOf, () => '/machines');
};

/** Lets in who is signed in; others sign in first and come back. While the API is silent nobody moves. */
export const signedIn: CanActivateFn = async (_route, state) => {
  const session = inject(Session);
  const icons = inject(PageIcons);
  const router = inject(Router);
  try {
    await session.load();
  } catch {
    return false; // App shows that the portal does not answer, with a way to try again
  }
  if (session.user()) {
    await icons.load();
    return true;
  }
  return router.createUrlTree(['/connexion'], { queryParams: { retour: state.url } });
};

export const notYetSignedIn: CanActivateFn = async () => {
  const session = inject(Session);
  const router = inject(Router);
  try {
    if (!(await session.load())) return true;
  } catch {
    return false;
  }
  return new RedirectCommand(router.parseUrl(homeOf(session.user())), { replaceUrl: true });
};

/** The list of everybody's machines does not exist for students. */
export const seesOthers: CanMatchFn = async () => {
  const session = inject(Session);
  await session.load().catch(() => null);
  return session.user() === null || session.seesOthers();
};

export const administers: CanMatchFn = async () => {
  const session = inject(Session);
  await session.load().catch(() => null);
  return session.user() === null || session.user()?.role === 'admin';
};
