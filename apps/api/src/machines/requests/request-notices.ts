import { Inject, Injectable } from '@nestjs/common';
import type { NoticeKind, SetLimits } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { SignInRule } from '../../access/identity/sign-in-rule.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import type { NoticeParams } from '../../messages/notices/notice-params.js';
import { NoticeSender } from '../../messages/notices/notice-sender.js';
import { askersOf, decidersOf } from './request-rights.js';
import type { ResourceRequestEntity } from './resource-request.entity.js';

type ToldRequest = Omit<ResourceRequestEntity, 'requester'>;

/** Who hears what of a request. */
@Injectable()
export class RequestNotices {
  constructor(
    private readonly notices: NoticeSender,
    private readonly rule: SignInRule,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async tellAsker(
    tx: EntityManager,
    request: ToldRequest,
    kind: NoticeKind,
    params: NoticeParams,
    now: Date,
  ): Promise<void> {
    const link = kind === 'request-expiring' ? `${linkTo(request)}?prolonger=1` : linkTo(request);
    const notice = { kind, params: { ...about(request), ...params }, link };
    await this.notices.tell(tx, { userIds: [request.requesterId] }, notice, now);
  }

  /** Whether somebody may decide it now, and nobody who may was told of it. */
  async hasMissedDeciders(tx: EntityManager, request: ToldRequest): Promise<boolean> {
    const told = await this.notices.readersOf(tx, { kind: 'request-created', link: linkTo(request) });
    const { userIds } = await this.decidersOf(tx, await this.requesterOf(tx, request));
    // While nobody may decide, telling again would reach only the administrators' addresses, each time anew.
    return userIds.length > 0 && !userIds.some((id) => told.includes(id));
  }

  /** It is decided: whoever was told that it waits need not look any more. */
  async settle(tx: EntityManager, request: ToldRequest, deciderId: string, now: Date): Promise<void> {
    const { userIds } = await this.decidersOf(tx, await this.requesterOf(tx, request));
    const told = [...new Set([...userIds, deciderId])];
    await this.notices.settle(tx, told, { kind: 'request-created', link: linkTo(request) }, now);
  }

  /** The teachers of the asker's groups; the administrators, by their own list of addresses too, when there is none. */
  async tellDeciders(
    tx: EntityManager,
    request: ToldRequest,
    kind: Extract<NoticeKind, 'request-created' | 'request-cancelled'>,
    now: Date,
  ): Promise<void> {
    const requester = await this.requesterOf(tx, request);
    const { userIds, administratorsOnly } = await this.decidersOf(tx, requester);
    const isNew = kind === 'request-created';
    const addresses = administratorsOnly && isNew ? (this.environment.mail?.adminAddresses ?? []) : [];
    const params: NoticeParams = {
      ...about(request),
      person: requester.displayName,
      ...(isNew ? { words: request.reason } : {}),
      ...(isNew && request.until ? { until: request.until.toISOString() } : {}),
    };
    const recipients = { userIds, addresses, withoutMail: !isNew };
    await this.notices.tell(tx, recipients, { kind, params, link: linkTo(request) }, now);
  }

  private requesterOf(tx: EntityManager, { requesterId }: ToldRequest): Promise<UserEntity> {
    return tx.findOneByOrFail(UserEntity, { id: requesterId });
  }

  private async decidersOf(tx: EntityManager, requester: UserEntity): ReturnType<typeof decidersOf> {
    const asker = (await askersOf(tx, [requester])).get(requester.id);
    return asker ? decidersOf(tx, this.rule, asker) : { userIds: [], administratorsOnly: false };
  }
}

const linkTo = ({ id }: ToldRequest) => `/demandes/${id}`;

function about({ vmName, want, grant }: ToldRequest): NoticeParams {
  const amounts: SetLimits = grant ?? want;
  return { amounts, ...(vmName === null ? {} : { vm: vmName }) };
}
