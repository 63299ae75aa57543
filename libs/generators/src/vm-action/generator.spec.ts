import type { Tree } from '@nx/devkit';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkOptions, read, workspace } from '../testing/workspace.ts';
import vmAction from './generator.ts';

const WORDS = { fr: 'geler', frDone: 'gelé', en: 'freeze', enDone: 'froze' };
const FREEZE = { name: 'freeze', ...WORDS };

describe('vm-action', () => {
  let tree: Tree;
  beforeEach(() => {
    tree = workspace();
  });
  const texts = (language: string) => JSON.parse(read(tree, `apps/portal/src/i18n/${language}.json`));

  it('declares the action with its job, before what asks for more', async () => {
    await vmAction(tree, { ...FREEZE, in: ['running', 'suspended'], during: 'stopping', lane: 'heavy' });
    expect(read(tree, 'libs/contracts/src/vm-action.ts')).toContain(`  start: { in: ['stopped'] },
  freeze: { in: ['running', 'suspended'], during: 'stopping', job: { steps: ['freeze'], lane: 'heavy' } },
  update:`);
  });

  it('writes a plan with its step, and registers it', async () => {
    await vmAction(tree, { name: 'take-picture', ...WORDS });
    const plan = read(tree, 'apps/api/src/machines/plans/take-picture-vm.plan.ts');
    expect(plan).toContain("class TakePictureVmPlan implements VmPlan<'take-picture'>");
    expect(plan).toContain("'take-picture': { seconds: 2, run: (context) => this.takePicture(context) }");
    const module = read(tree, 'apps/api/src/machines/plans/vm-plans.module.ts');
    expect(module).toContain(
      "import { TakePictureVmPlan } from './take-picture-vm.plan.js';\nimport { VmPlanRegistration }",
    );
    expect(module).toContain('const PLANS = [CreateVmPlan, TakePictureVmPlan];');
  });

  it('opens a route, and says who may use it', async () => {
    await vmAction(tree, FREEZE);
    const controller = read(tree, 'apps/api/src/machines/vms/vms.controller.ts');
    expect(controller).toContain("@Post(':id/freeze')\n  @Returns(Vm, ACCEPTED)\n  freeze(");
    expect(controller.indexOf(':id/freeze')).toBeLessThan(controller.indexOf(':id/retry'));
    expect(read(tree, 'apps/api-e2e/src/support/expected-permissions.ts')).toContain(
      "['start', 'retry', 'freeze']",
    );
  });

  it('offers it in menus before what loses something', async () => {
    await vmAction(tree, { ...FREEZE, icon: 'pause' });
    const choices = read(tree, 'apps/portal/src/app/vms/offered-actions.ts');
    expect(choices).toContain("['start', 'freeze', 'reset', 'delete']");
    expect(choices).toContain("freeze: 'pause'");
  });

  it('has words for it in both languages', async () => {
    await vmAction(tree, FREEZE);
    expect(texts('fr')).toEqual({
      action: { start: 'X', freeze: 'Geler' },
      job: { kind: { start: 'X', freeze: 'Geler' } },
      step: { freeze: 'geler' },
      page: { vm: 'X' },
      audit: {
        action: { vm: { freeze: 'Geler' } },
        done: { vm: { freeze: '{{actor}} a gelé {{object}}' } },
        tried: { vm: { freeze: 'geler {{object}}' } },
      },
    });
    expect(texts('en').audit.done.vm).toEqual({ freeze: '{{actor}} froze {{object}}' });
    expect(texts('en').audit.tried.vm).toEqual({ freeze: 'to freeze {{object}}' });
  });

  it('refuses an action that is there, and changes nothing', async () => {
    await expect(vmAction(tree, { ...FREEZE, name: 'start' })).rejects.toThrow('already');
    await vmAction(tree, FREEZE);
    await expect(vmAction(tree, FREEZE)).rejects.toThrow('already');
  });

  it.each([
    { ...FREEZE, name: 'Freeze' },
    { ...FREEZE, name: '../freeze' },
    { ...FREEZE, in: ['deleting'] },
    { ...FREEZE, lane: 'fast' },
    { ...FREEZE, fr: 'geler "x"' },
    { name: 'freeze' },
  ])('is never called with %j', (options) => {
    expect(() => checkOptions('vm-action', options)).toThrow();
  });

  it('is called with good words', () => {
    expect(() =>
      checkOptions('vm-action', { ...FREEZE, fr: 'mettre à l’arrêt', in: ['stopped'] }),
    ).not.toThrow();
  });
});
