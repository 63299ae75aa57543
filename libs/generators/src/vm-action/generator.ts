import { formatFiles, generateFiles, names, type Tree } from '@nx/devkit';
import { join } from 'node:path';
import ts from 'typescript';
import { edit, textOf, withElement, withMember, withModuleLine, withProperty } from '../source-edits.ts';
import { addTexts, type Words } from './texts.ts';

const CONTRACT = 'libs/contracts/src/vm-action.ts';
const PLANS = 'apps/api/src/machines/plans';
const PLANS_MODULE = `${PLANS}/vm-plans.module.ts`;
const CONTROLLER = 'apps/api/src/machines/vms/vms.controller.ts';
const PERMISSIONS = 'apps/api-e2e/src/support/expected-permissions.ts';
const CHOICES = 'apps/portal/src/app/vms/offered-actions.ts';

export interface VmActionOptions extends Words {
  /** The action, a verb. */
  name: string;
  in?: readonly string[];
  during?: string;
  lane?: string;
  icon?: string;
}

/**
 * An action on a VM that needs nothing but the VM. Its audit action and its cases in the kill test follow from its
 * declaration; what the step does is left to be written.
 */
export default async function vmAction(
  tree: Tree,
  { name, in: states = ['running'], during, lane = 'light', icon = 'tune', ...words }: VmActionOptions,
): Promise<void> {
  const { className, propertyName: property } = names(name);
  const key = name.includes('-') ? `'${name}'` : name;
  const action = `'${name}'`;
  if (tree.exists(`${PLANS}/${name}-vm.plan.ts`) || textOf(tree, CONTROLLER).includes(`':id/${name}'`))
    throw new Error(`There is an action ${name} already`);

  const rule = [
    `in: [${states.map((state) => `'${state}'`).join(', ')}]`,
    ...(during ? [`during: '${during}'`] : []),
    `job: { steps: [${action}], lane: '${lane}' }`,
  ];
  edit(tree, CONTRACT, (text) =>
    withProperty(
      text,
      (node) => objectCalled(node, 'VM_ACTIONS'),
      key,
      `${key}: { ${rule.join(', ')} }`,
      `${CONTRACT} has no VM_ACTIONS`,
      'update',
    ),
  );

  generateFiles(tree, join(import.meta.dirname, 'files'), PLANS, {
    name,
    className,
    property,
    key,
    tmpl: '',
  });
  const plan = `${className}VmPlan`;
  const specifier = `./${name}-vm.plan.js`;
  edit(tree, PLANS_MODULE, (text) =>
    withElement(
      withModuleLine(text, specifier, `import { ${plan} } from '${specifier}';`),
      (node) => listCalled(node, 'PLANS'),
      plan,
      `${PLANS_MODULE} has no PLANS`,
    ),
  );

  const route = `@Post(':id/${name}')
  @Returns(Vm, ACCEPTED)
  ${property}(@Actor() actor: Actor, @IdParam() id: string): Promise<Vm> {
    return this.vms.order(actor, id, ${action});
  }`;
  edit(tree, CONTROLLER, (text) => withMember(text, 'VmsController', 'retry', property, route));
  edit(tree, PERMISSIONS, (text) =>
    withElement(text, (node) => listCalled(node, 'vmActions'), action, `${PERMISSIONS} has no vmActions`),
  );

  edit(tree, CHOICES, (text) =>
    withProperty(
      withElement(
        text,
        (node) => listCalled(node, 'IN_MENUS'),
        action,
        `${CHOICES} has no IN_MENUS`,
        // What loses something comes last.
        `'reset'`,
      ),
      (node) => objectCalled(node, 'ACTION_ICONS'),
      key,
      `${key}: '${icon}'`,
      `${CHOICES} has no ACTION_ICONS`,
    ),
  );
  addTexts(tree, name, words);
  await formatFiles(tree);
}

function listCalled(node: ts.Node, name: string): ts.NodeArray<ts.Expression> | undefined {
  const value = valueOf(node, name);
  return value && ts.isArrayLiteralExpression(value) ? value.elements : undefined;
}

function objectCalled(node: ts.Node, name: string): ts.ObjectLiteralExpression | undefined {
  const value = valueOf(node, name);
  return value && ts.isObjectLiteralExpression(value) ? value : undefined;
}

/** What the constant is, whatever type it is said to have. */
function valueOf(node: ts.Node, name: string): ts.Expression | undefined {
  if (!ts.isVariableDeclaration(node) || node.name.getText() !== name) return undefined;
  let value = node.initializer;
  while (value && (ts.isAsExpression(value) || ts.isSatisfiesExpression(value))) value = value.expression;
  return value;
}
