import { expect, it } from '@jest/globals';
import { reasonOf, templateState } from './template-state.js';

const now = new Date('2026-11-28T08:00:00Z');
const box = { name: 'web', version: '12.1', file: '', bytes: 0, bakedAt: new Date('2026-11-01T08:00:00Z') };
const student = { language: 'en', mayMend: false } as const;
const administrator = { language: 'en', mayMend: true } as const;

it('a template with a box is available, while another one is baked too', () => {
  expect(templateState({}, box, null, now)).toEqual({ status: 'available', bakedPercent: null });
  expect(templateState({}, box, 20, now)).toEqual({ status: 'available', bakedPercent: null });
  expect(reasonOf(templateState({}, box, null, now), student)).toBeNull();
});

it('one without is missing, or being baked', () => {
  const missing = templateState({}, null, null, now);
  expect(missing.status).toBe('missing');
  expect(reasonOf(missing, student)).toBe(
    'This template’s image has not been built yet. Ask an administrator.',
  );
  expect(reasonOf(missing, administrator)).toBe('This template’s image has not been built yet.');
  expect(reasonOf(templateState({}, null, 48, now), { language: 'fr', mayMend: false })).toBe(
    'L’image de ce modèle est en cours de fabrication (48\u202f%).',
  );
});

it('a system on trial expires so many days after its box was made, until there is another', () => {
  expect(templateState({ evaluationDays: 27 }, box, null, now).status).toBe('available');
  const expired = templateState({ evaluationDays: 26 }, box, null, now);
  expect(expired).toEqual({ status: 'expired', bakedPercent: null });
  expect(reasonOf(expired, student)).toBe(
    'The trial of this template’s system has ended. Ask an administrator.',
  );
  expect(templateState({ evaluationDays: 26 }, box, 5, now)).toEqual({ status: 'baking', bakedPercent: 5 });
});
