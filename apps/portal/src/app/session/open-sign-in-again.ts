import type { Injector } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import type { CurrentUser } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import { SignInAgainDialog } from './sign-in-again-dialog';

export async function openSignInAgain(
  injector: Injector,
  data: CurrentUser | null | undefined,
): Promise<boolean> {
  const dialog = injector.get(MatDialog).open<SignInAgainDialog, unknown, boolean>(SignInAgainDialog, {
    data,
    width: '420px',
    disableClose: true,
  });
  return (await firstValueFrom(dialog.afterClosed())) === true;
}
