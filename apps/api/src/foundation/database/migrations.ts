import { CreateInstallation1764000000000 } from './migrations/1764000000000-create-installation.js';
import { CreateAccounts1764000000001 } from './migrations/1764000000001-create-accounts.js';
import { CreateSessions1764000000002 } from './migrations/1764000000002-create-sessions.js';
import { CreateVms1764000000010 } from './migrations/1764000000010-create-vms.js';
import { CreateConsoleTickets1764000000020 } from './migrations/1764000000020-create-console-tickets.js';
import { CreateHostBoots1764000000030 } from './migrations/1764000000030-create-host-boots.js';
import { ExtendAccounts1764100000000 } from './migrations/1764100000000-extend-accounts.js';
import { CreateAuditLog1764100000001 } from './migrations/1764100000001-create-audit-log.js';
import { CreateDirectorySync1764100000101 } from './migrations/1764100000101-create-directory-sync.js';
import { ExtendSessions1764100000201 } from './migrations/1764100000201-extend-sessions.js';
import { ProtectAuditLog1764100000301 } from './migrations/1764100000301-protect-audit-log.js';
import { IndexAuditLog1764100000302 } from './migrations/1764100000302-index-audit-log.js';
import { CreateLastRecorded1764100000303 } from './migrations/1764100000303-create-last-recorded.js';
import { CreateQuotas1764100000401 } from './migrations/1764100000401-create-quotas.js';
import { CreateQuotaChecks1764100000402 } from './migrations/1764100000402-create-quota-checks.js';
import { AddNextSizes1764100000501 } from './migrations/1764100000501-add-next-sizes.js';
import { CreateMails1764100000601 } from './migrations/1764100000601-create-mails.js';
import { CreateNotices1764100000602 } from './migrations/1764100000602-create-notices.js';
import { CreateResourceRequests1764100000603 } from './migrations/1764100000603-create-resource-requests.js';
import { CreateConsoleViewers1764100000701 } from './migrations/1764100000701-create-console-viewers.js';
import { AddVmsGroupFkey1795542355595 } from './migrations/1795542355595-add-vms-group-fkey.js';
import { CreateGroupInvitations1795600000010 } from './migrations/1795600000010-create-group-invitations.js';
import { AddConsoleViewersOpenedAt1795792200000 } from './migrations/1795792200000-add-console-viewers-opened-at.js';
import { AddVmProblems1795600000801 } from './migrations/1795600000801-add-vm-problems.js';
import { CreateFolding1795600000020 } from './migrations/1795600000020-create-folding.js';
import { TieAccountsToDirectory1795600000030 } from './migrations/1795600000030-tie-accounts-to-directory.js';
import { ThrottleGuessers1795793000000 } from './migrations/1795793000000-throttle-guessers.js';
import { WatchClock1795793000100 } from './migrations/1795793000100-watch-clock.js';
import { CreateOperations1795800000000 } from './migrations/1795800000000-create-operations.js';
import { SignInsWhileTheDirectoryIsAway1795800500000 } from './migrations/1795800500000-sign-ins-while-the-directory-is-away.js';
import { GiveJobsASubject1795801000000 } from './migrations/1795801000000-give-jobs-a-subject.js';
import { KnowTheHost1795805000000 } from './migrations/1795805000000-know-the-host.js';
import { CreateKeptDisks1795806500000 } from './migrations/1795806500000-create-kept-disks.js';
import { NameConstraintsAlike1795803000000 } from './migrations/1795803000000-name-constraints-alike.js';
import { CreateMeasurements1795804000000 } from './migrations/1795804000000-create-measurements.js';
import { KnowTheRequest1795806000000 } from './migrations/1795806000000-know-the-request.js';
import { CreateTemplateSettings1795829956950 } from './migrations/1795829956950-create-template-settings.js';
import { AddOperationsAddress1795829256499 } from './migrations/1795829256499-add-operations-address.js';
import { AddWeeklyBakes1795840987302 } from './migrations/1795840987302-add-weekly-bakes.js';
import { AddVmsEvaluationEnd1795843546192 } from './migrations/1795843546192-add-vms-evaluation-end.js';
import { AddSerialLines1795844000000 } from './migrations/1795844000000-add-serial-lines.js';
import { CreateRestorePoints1795845600000 } from './migrations/1795845600000-create-restore-points.js';
import { AddOperationsPointName1795852800000 } from './migrations/1795852800000-add-operations-point-name.js';
import { AddVmsGoneAt1795856400000 } from './migrations/1795856400000-add-vms-gone-at.js';
import { CreateConsoleControls1795859000000 } from './migrations/1795859000000-create-console-controls.js';
import { CreateSeries1795859000025 } from './migrations/1795859000025-create-series.js';
import { CreateClearing1795866000000 } from './migrations/1795866000000-create-clearing.js';

/** Every migration, in the order in which they run. */
export const MIGRATIONS = [
  CreateInstallation1764000000000,
  CreateAccounts1764000000001,
  CreateSessions1764000000002,
  CreateVms1764000000010,
  CreateConsoleTickets1764000000020,
  CreateHostBoots1764000000030,
  ExtendAccounts1764100000000,
  CreateAuditLog1764100000001,
  CreateDirectorySync1764100000101,
  ExtendSessions1764100000201,
  ProtectAuditLog1764100000301,
  IndexAuditLog1764100000302,
  CreateLastRecorded1764100000303,
  CreateQuotas1764100000401,
  CreateQuotaChecks1764100000402,
  AddNextSizes1764100000501,
  CreateMails1764100000601,
  CreateNotices1764100000602,
  CreateResourceRequests1764100000603,
  CreateConsoleViewers1764100000701,
  AddVmsGroupFkey1795542355595,
  CreateGroupInvitations1795600000010,
  AddConsoleViewersOpenedAt1795792200000,
  AddVmProblems1795600000801,
  CreateFolding1795600000020,
  TieAccountsToDirectory1795600000030,
  ThrottleGuessers1795793000000,
  WatchClock1795793000100,
  CreateOperations1795800000000,
  SignInsWhileTheDirectoryIsAway1795800500000,
  GiveJobsASubject1795801000000,
  NameConstraintsAlike1795803000000,
  CreateMeasurements1795804000000,
  KnowTheHost1795805000000,
  KnowTheRequest1795806000000,
  CreateKeptDisks1795806500000,
  AddOperationsAddress1795829256499,
  CreateTemplateSettings1795829956950,
  AddWeeklyBakes1795840987302,
  AddVmsEvaluationEnd1795843546192,
  AddSerialLines1795844000000,
  CreateRestorePoints1795845600000,
  AddOperationsPointName1795852800000,
  AddVmsGoneAt1795856400000,
  CreateConsoleControls1795859000000,
  CreateSeries1795859000025,
  CreateClearing1795866000000,
];
