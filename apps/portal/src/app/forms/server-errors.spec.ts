import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form } from '@angular/forms/signals';
import { ApiProblem } from '../http/api-problem';
import { errorsOnFields } from './server-errors';

const problem = (code: string, errors?: { pointer: string; detail: string }[]) =>
  new ApiProblem(
    400,
    { type: `/problems/${code}`, title: 't', status: 400, detail: 'Refusé.', errors },
    'unexpected',
  );

describe('a refusal by the server', () => {
  const fields = () => TestBed.runInInjectionContext(() => form(signal({ name: '', password: '' })));

  it('goes back to the fields that it names', () => {
    const tree = fields();
    const errors = errorsOnFields(
      tree,
      problem('invalid-request', [
        { pointer: '/password', detail: 'Trop court.' },
        { pointer: '#/name', detail: 'Pris.' },
      ]),
    );
    expect(errors.map(({ message, fieldTree }) => [message, fieldTree])).toEqual([
      ['Trop court.', tree.password],
      ['Pris.', tree.name],
    ]);
  });
  it('finds its field by its code when it names none', () => {
    const tree = fields();
    expect(errorsOnFields(tree, problem('name-taken'), { 'name-taken': 'name' })[0]).toMatchObject({
      message: 'Refusé.',
      fieldTree: tree.name,
    });
  });
  it('stays outside the fields when it is about none of them', () => {
    expect(errorsOnFields(fields(), problem('quota-exceeded'))).toEqual([]);
    expect(errorsOnFields(fields(), problem('invalid-request', [{ pointer: '/other', detail: '' }]))).toEqual(
      [],
    );
  });
});
