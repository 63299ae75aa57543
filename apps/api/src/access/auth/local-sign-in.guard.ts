import { Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';

/** Sets `request.user` when a local account's password is right; rejects only when the check fails. */
@Injectable()
export class LocalSignInGuard extends AuthGuard('local') {
  override handleRequest<User>(error: unknown, user: User | false): User {
    if (error) throw error;
    return (user || undefined) as User;
  }
}
