export { AccountName } from './account-name.js';
export { ConsoleMode, ConsoleTicket, OpenConsole } from './console.js';
export { CreateVm, createVmFor } from './create-vm.js';
export { EventData, LogChunk, VmGone, type EventKind } from './event.js';
export { Health, PartState } from './health.js';
export { Job, JobKind, JobResult, JobState, JobStep } from './job.js';
export { Language } from './language.js';
export {
  checkPassword,
  GuestPassword,
  passwordSchema,
  PasswordRules,
  type PasswordRule,
} from './password.js';
export { Platform } from './platform.js';
export { Problem, ProblemCode } from './problem.js';
export { ChangePassword, CurrentUser, Membership, Role, SignIn, UpdatePreferences } from './session.js';
export { describeIssue } from './validation-message.js';
export { allowedActions, VmAction } from './vm-action.js';
export { VmName } from './vm-name.js';
export { VmState } from './vm-state.js';
export { SizeLimits, VmTemplate } from './vm-template.js';
export { SetGuestPassword, Vm, VmFilter, VmOwner } from './vm.js';
