import { inject } from '@angular/core';
import { type CanActivateFn, type CanMatchFn, RedirectCommand, Router } from '@angular/router';
import { Session } from './session';

/** Lets in who is signed in; others sign in first and come back. While the API is silent nobody moves. */
export const signedIn: CanActivateFn = async (_route, state) => {
  const session = inject(Session);
  const router = inject(Router);
  try {
    if (await session.load()) return true;
  } catch {
    return false; // App shows that the portal does not answer, with a way to try again
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
  return new RedirectCommand(router.parseUrl('/machines'), { replaceUrl: true });
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
