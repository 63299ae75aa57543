export {
  AccessToken,
  AccessTokenFilter,
  CreateAccessToken,
  NewAccessToken,
  TokenScope,
} from './access-token.js';
export { AccountName, WindowsAccountName } from './account-name.js';
export {
  Account,
  AccountFilter,
  AccountImport,
  AccountSource,
  CreateAccount,
  DisplayName,
  Email,
  ImportAccounts,
  ImportedAccount,
  UpdateAccount,
  Username,
} from './account.js';
export { AuditAction, AuditEntry, AuditFilter, AuditOutcome } from './audit.js';
export { BackupFolderState, BringBack, KeptMachine, KeptMachines } from './backup.js';
export { BinnedVm, waitsInBin } from './bin.js';
export { Clearing, ClearingReason, DefaultClearing, GroupClearing, SetGroupClearing } from './clearing.js';
export {
  AnswerControl,
  ConsoleKind,
  ConsoleMode,
  ConsoleTicket,
  OpenConsole,
  ScreenshotQuery,
} from './console.js';
export {
  BakeBox,
  Box,
  BOX_PIECE_BYTES,
  BoxBaking,
  BoxCleanUp,
  BoxId,
  BoxImports,
  BoxState,
  ImportBox,
  SetBoxBaking,
  UnfinishedUpload,
} from './box.js';
export {
  ClassPoint,
  CreateRestorePoint,
  RestorePoint,
  RestorePointKind,
  RestorePointName,
  RevertVm,
} from './restore-point.js';
export { CreateVm, createVmFor, RebuildVm, rebuildVmFor, RetryVm } from './create-vm.js';
export { ClosedReason, DirectoryStatus, DirectoryTroubleKind } from './directory.js';
export { EventData, LogChunk, ScreenVersion, VmGone, type EventKind } from './event.js';
export {
  AddGroupMember,
  CreateGroup,
  Group,
  GroupMember,
  GroupSource,
  ImportedLine,
  ImportMembers,
  MemberImport,
  UpdateGroup,
  UpdateGroupMember,
} from './group.js';
export { GroupInvitation } from './group-invitation.js';
export { foldedText, mentionsAll, searchWords } from './folded-text.js';
export { french, isElidedBefore, of } from './french.js';
export { Health, PartState } from './health.js';
export { Id } from './id.js';
export type { JobDeclaration } from './job-declaration.js';
export {
  declarationOf,
  type JobInput,
  JobKind,
  JOBS,
  type JobSecrets,
  type KindOn,
  type StepName,
} from './job-kind.js';
export { JobSubject, JobSubjectKind } from './job-subject.js';
export { Job, JobResult, JobState, JobStep, JobTurn } from './job.js';
export { Language } from './language.js';
export {
  FileSystem,
  GuestFileSystems,
  MetricsPoint,
  MetricsQuery,
  MetricsRange,
  VmActivity,
  VmMetrics,
} from './measurement.js';
export { Notice, NoticeFilter, NoticeKind } from './notice.js';
export { CreateOperation, Operation, OperationChild, OperationKind, OperationSummary } from './operation.js';
export {
  checkPassword,
  GuestPassword,
  passwordSchema,
  PasswordRules,
  type PasswordRule,
} from './password.js';
export { Platform } from './platform.js';
export { PlatformCheck, SeenClient } from './platform-check.js';
export {
  PlatformHost,
  PlatformProgram,
  PlatformPrograms,
  ProgramLogLine,
  ProgramLogQuery,
} from './platform-program.js';
export { Problem, ProblemCode, type ProblemParams } from './problem.js';
export { numberAsRead } from './number-as-read.js';
export { problemText } from './problem-texts/problem-texts.js';
export {
  DefaultQuota,
  GroupQuota,
  HostCapacity,
  Limits,
  MemberUsage,
  Quota,
  QUOTA_DIMENSIONS,
  QuotaChange,
  QuotaDimension,
  QuotaExcess,
  SetGroupQuota,
  SetLimits,
  SetQuotas,
  Usage,
} from './quota.js';
export {
  ApproveRequest,
  COMMENT_MAX,
  CreateRequest,
  REASON_LENGTH,
  RejectRequest,
  RequestEvent,
  RequestFilter,
  RequestState,
  ResourceRequest,
  Wish,
  WithdrawApproval,
} from './resource-request.js';
export {
  CreateSeries,
  createSeriesFor,
  HandedPasswords,
  NamePattern,
  Series,
  SeriesCost,
  SeriesMember,
  SeriesMemberState,
  seriesNameOf,
  SeriesOrder,
  SeriesPlan,
  SeriesPointOrder,
  ShownPasswords,
  UpdateSeries,
  vmNameFor,
} from './series.js';
export { endOfSchoolDay, schoolDayAt, startOfSchoolDay, type SchoolDay } from './school-day.js';
export {
  ChangePassword,
  CurrentSession,
  CurrentUser,
  Membership,
  Role,
  Session,
  SessionFilter,
  SignIn,
  UpdatePreferences,
} from './session.js';
export { TemplateFile, TemplateId } from './template-file.js';
export {
  SetTemplateSettings,
  TemplateAudience,
  TemplateSettings,
  templateSettingsFor,
} from './template-settings.js';
export { UpdateVm, updateVmFor } from './update-vm.js';
export { describeIssue } from './validation-message.js';
export {
  allowedActions,
  overtakes,
  PLAIN_ACTIONS,
  type PlainAction,
  stateDuring,
  VM_ACTIONS,
  VmAction,
} from './vm-action.js';
export { VmName } from './vm-name.js';
export { runsIn, VmState } from './vm-state.js';
export { SizeLimits, TemplateStatus, VmTemplate, WrittenSizes } from './vm-template.js';
export {
  EVALUATION_WARNING_DAYS,
  ROOT_ACCOUNT,
  SetGuestPassword,
  Vm,
  VmControl,
  VmFilter,
  VmListFilter,
  VmOwner,
  VmSort,
  VmViewer,
} from './vm.js';
