import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type Type, inject, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { provideRouter } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { NewTokenDialog } from './own-account/new-token-dialog';
import { IdentityPanel } from './accounts/one/identity-panel';
import { NewAccountDialog } from './accounts/all/new-account-dialog';
import { SetPasswordDialog } from './accounts/one/set-password-dialog';
import { EventFeed } from './events/event-feed';
import { FirstWrongField } from './forms/first-wrong-field';
import { GroupNameDialog } from './groups/group-name-dialog';
import { AddMember } from './groups/one/add-member';
import { problemInterceptor } from './http/interceptors';
import { Languages } from './i18n/languages';
import { DecisionForm } from './requests/decision-form';
import { QuotaRequestForm } from './requests/quota-request-form';
import { VmRequestForm } from './requests/vm-request-form';
import { PasswordDialog } from './session/password-dialog';
import { Session } from './session/session';
import { SignInAgainDialog } from './session/sign-in-again-dialog';
import { SignInPage } from './session/sign-in-page';
import { provideFace } from './testing/face';
import { sampleAccount } from './testing/sample-account';
import { NO_LIMITS, sampleLimits, sampleRequest, sampleUsage } from './testing/sample-quota';
import { sampleTemplate, sampleVm } from './testing/sample-vm';
import { NewVmForm } from './vms/new/new-vm-form';
import { GuestPasswordForm } from './vms/one/guest-password-form';
import { NameForm } from './vms/one/name-form';
import { SizeForm } from './vms/one/size-form';

interface FormCase {
  readonly of: string;
  readonly component: Type<unknown>;
  readonly inputs?: Record<string, unknown>;
  readonly dialogData?: unknown;
  /** What is typed into its fields, in their order; undefined leaves one as it is. */
  readonly typed: readonly (string | undefined)[];
  /** The fields that the API may find wrong, by their pointers; or the code of a refusal without fields. */
  readonly refused: readonly string[];
  /** Typed so, the form sends nothing and marks a field by itself. */
  readonly wrong?: readonly (string | undefined)[];
}

const [vm, template] = [sampleVm({ state: 'stopped' }), sampleTemplate()];
const quota = { own: NO_LIMITS, effective: sampleLimits(), usage: sampleUsage() };
const reason = 'Un serveur de base de données.';

const FORMS: readonly FormCase[] = [
  {
    of: 'a new machine',
    component: NewVmForm,
    inputs: { templates: [template], taken: [], quota },
    typed: ['web1', 'alice', 'secret', 'secret'],
    refused: [
      '/templateId',
      '/name',
      '/username',
      '/password',
      '/rootPassword',
      '/vcpus',
      '/diskGiB',
      'name-taken',
    ],
    wrong: ['mon serveur'],
  },
  {
    of: 'a machine’s name',
    component: NameForm,
    inputs: { vm },
    typed: ['web2'],
    refused: ['/name', 'name-taken'],
    wrong: ['é'],
  },
  {
    of: 'a machine’s size',
    component: SizeForm,
    inputs: { vm, template },
    typed: ['3'],
    refused: ['/vcpus', '/memoryMiB', '/diskGiB'],
  },
  {
    of: 'a password in the guest',
    component: GuestPasswordForm,
    inputs: { vm, template },
    typed: ['secret'],
    refused: ['/account', '/password'],
    wrong: ['abc'],
  },
  {
    of: 'a request for a machine',
    component: VmRequestForm,
    inputs: { vm, template, quota },
    typed: ['3', undefined, undefined, reason],
    refused: ['/want/vcpus', '/want/memoryMiB', '/want/diskGiB', '/reason', '/until'],
    wrong: [undefined, undefined, undefined, reason],
  },
  {
    of: 'a request for a larger quota',
    component: QuotaRequestForm,
    inputs: { quota },
    typed: ['6', '', '', '', '', '', reason],
    refused: ['/want/vms', '/want/diskGiB', '/reason', '/until'],
    wrong: ['2', '', '', '', '', '', reason],
  },
  {
    of: 'a decision',
    component: DecisionForm,
    inputs: { request: sampleRequest(), mode: 'approve' },
    typed: ['3'],
    refused: ['/grant/memoryMiB', '/until', '/comment'],
    wrong: ['beaucoup'],
  },
  {
    of: 'a rejection',
    component: DecisionForm,
    inputs: { request: sampleRequest(), mode: 'reject' },
    typed: ['Pas cette fois.'],
    refused: ['/comment'],
    wrong: [''],
  },
  {
    of: 'a group’s name',
    component: GroupNameDialog,
    dialogData: null,
    typed: ['SISR 1'],
    refused: ['/name', 'name-taken'],
    wrong: [''],
  },
  {
    of: 'a new member',
    component: AddMember,
    inputs: { groupId: '1' },
    typed: ['bob'],
    refused: ['/username', 'not-found'],
  },
  {
    of: 'a new account',
    component: NewAccountDialog,
    typed: ['zoe', 'Zoé Petit', '', 'secret-secret'],
    refused: ['/username', '/displayName', '/email', '/role', '/password', 'name-taken'],
    wrong: ['zoe', ''],
  },
  {
    of: 'who an account is',
    component: IdentityPanel,
    inputs: { account: sampleAccount() },
    typed: ['Alice D.', ''],
    refused: ['/displayName', '/email'],
    wrong: [''],
  },
  {
    of: 'another password for an account',
    component: SetPasswordDialog,
    dialogData: sampleAccount(),
    typed: ['secret-secret'],
    refused: ['/password'],
    wrong: [''],
  },
  {
    of: 'one’s own password',
    component: PasswordDialog,
    typed: ['azerty-azerty', 'secret-secret'],
    refused: ['/currentPassword', '/newPassword', 'wrong-password'],
    wrong: ['', 'secret-secret'],
  },
  {
    of: 'an access token',
    component: NewTokenDialog,
    typed: ['script'],
    refused: ['/name', '/scope', '/expiresInDays'],
    wrong: [''],
  },
  {
    of: 'signing in',
    component: SignInPage,
    typed: ['alice', 'faux'],
    refused: ['wrong-credentials'],
    wrong: ['alice', ''],
  },
  {
    of: 'signing in again',
    component: SignInAgainDialog,
    dialogData: { username: 'alice', displayName: 'Alice' },
    typed: ['faux'],
    refused: ['wrong-credentials'],
    wrong: [''],
  },
];

const DETAIL = 'Ceci ne convient pas.';

function refusalOf(what: string) {
  const isField = what.startsWith('/');
  const problem = { title: DETAIL, status: isField ? 400 : 409, detail: DETAIL, instance: '/' };
  return isField
    ? { ...problem, type: '/problems/invalid-request', errors: [{ pointer: what, detail: DETAIL }] }
    : { ...problem, type: `/problems/${what}` };
}

/** What is read out with the field that has the focus, if it is said to be wrong. */
function saidOfFocused(): string | undefined {
  const field = document.activeElement;
  if (field?.getAttribute('aria-invalid') !== 'true') return undefined;
  const ids = field.getAttribute('aria-describedby')?.split(/\s+/) ?? [];
  return ids
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ')
    .trim();
}

describe.each(FORMS)('the form for $of', ({ component, inputs = {}, dialogData, typed, refused, wrong }) => {
  let fixture: ComponentFixture<unknown>;
  let api: HttpTestingController;
  const host = () => fixture.nativeElement as HTMLElement;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
        provideRouter([]),
        { provide: MAT_DIALOG_DATA, useValue: dialogData },
        { provide: MatDialogRef, useValue: { close: () => undefined } },
        {
          provide: EventFeed,
          useValue: { publish: () => undefined, on: () => undefined, onReopened: () => undefined },
        },
        { provide: Session, useFactory: sessionOf },
      ],
    });
    TestBed.inject(FirstWrongField);
    await TestBed.inject(Languages).speak('fr');
    Element.prototype.scrollIntoView = () => undefined; // jsdom lays nothing out
    api = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(component);
    document.body.append(host());
    for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
    TestBed.tick();
  });
  afterEach(() => host().remove());

  async function send(values: readonly (string | undefined)[]): Promise<void> {
    const fields = [...host().querySelectorAll<HTMLInputElement>('input, textarea')].filter(
      ({ type, readOnly }) => !['radio', 'checkbox'].includes(type) && !readOnly,
    );
    for (const [index, value] of values.entries()) {
      const field = fields[index];
      if (value === undefined || !field) continue;
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }
    TestBed.tick();
    host().querySelector('form')?.requestSubmit();
    TestBed.tick();
  }
  const sent = () => api.match(({ method }) => method !== 'GET');

  it.each(refused)('marks and focuses what the API refuses by %s', async (what) => {
    await send(typed);
    const problem = refusalOf(what);
    await vi.waitFor(() => {
      const [call] = sent();
      if (!call) throw new Error('Nothing was sent.');
      call.flush(problem, { status: problem.status, statusText: '' });
    });
    await vi.waitFor(() => expect(saidOfFocused()).toContain(DETAIL));
  });

  // A form of sliders, or of one search, finds nothing wrong.
  if (!wrong) return;
  it('marks and focuses what it finds wrong itself', async () => {
    await send(wrong);
    await vi.waitFor(() => expect(saidOfFocused()).toMatch(/\S/));
    expect(sent()).toEqual([]);
  });
});

function sessionOf() {
  const http = inject(HttpClient);
  const post = (body: unknown) => firstValueFrom(http.post('/api/auth', body));
  return {
    user: signal({ id: sampleVm().owner.id, username: 'alice', role: 'admin', groups: [] }),
    seesOthers: signal(false),
    signIn: post,
    signInAgain: post,
    changePassword: post,
  };
}
