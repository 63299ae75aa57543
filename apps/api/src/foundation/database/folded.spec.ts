import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Account, AuditEntry, foldedText } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import { addRunningVm } from '../../machines/console-gateway/testing/console-visitor.js';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';

describe('what is shown is found', () => {
  let api: TestApi;
  let database: DataSource;
  let admin: Visitor;
  beforeAll(async () => {
    api = await startApi();
    database = api.app.get(DataSource);
    admin = await signIn(api, 'admin');
    for (const [username, displayName] of [
      ['adv', 'Ana Dvořák'],
      ['luk', 'Łukasz Żółć'],
      ['eli', 'E\u0301lodie L’Hôpital'],
      ['mcu', 'Marie Curie'],
      ['zhu', 'Жанна Ωмега'],
    ])
      await database.query(
        `INSERT INTO users (username, display_name, role, source) VALUES ($1, $2, 'student', 'local')`,
        [username, displayName],
      );
    await addRunningVm(api, 'adv');
    const group = await admin.send('POST', '/api/groups', { name: 'Économie' });
    const { id } = (await group.json()) as { id: string };
    for (const username of ['eli', 'mcu'])
      await admin.send('POST', `/api/groups/${id}/members`, { username });
  });
  afterAll(() => api.stop());

  it('PostgreSQL folds as the portal does', async () => {
    const letters = Array.from({ length: 0x590 - 0x20 }, (_, at) => String.fromCodePoint(at + 0x20));
    const more = Array.from({ length: 0x2000 - 0x1e00 }, (_, at) => String.fromCodePoint(at + 0x1e00));
    const signs = [...'’‘′‐‑–—`´ﬁⅣ½²ẞßœŒæÆþÞıİ', '\u200b', '\u00ad', 'e\u0301', '\u202e', '字', '👩', 'Ａ'];
    const texts = [...letters, ...more, ...signs].map((sign) => `x${sign}y`);
    const rows = await database.query<{ text: string; folded: string }[]>(
      'SELECT text, vmm_fold(text) AS folded FROM unnest($1::text[]) AS text',
      [texts],
    );
    expect(rows.filter(({ text, folded }) => folded !== foldedText(text))).toEqual([]);
  });

  const SEARCHES: [string, string][] = [
    ['Ana Dvořák', 'adv'],
    ['dvorak', 'adv'],
    ['DVOŘÁK ana', 'adv'],
    ['lukasz', 'luk'],
    ['Łu', 'luk'],
    ['żółć', 'luk'],
    ['élodie', 'eli'],
    ["l'hopital", 'eli'],
    ['L’HÔPITAL', 'eli'],
    ['Curie Marie', 'mcu'],
    ['жанна', 'zhu'],
  ];
  it.each(SEARCHES)('accounts: %s', async (search, username) => {
    const answer = await admin.get(`/api/users?search=${encodeURIComponent(search)}`);
    const found = z.array(Account).parse(await answer.json());
    expect(found.map((account) => account.username)).toEqual([username]);
  });
  it('accounts: every word has to be there, and signs of patterns mean themselves', async () => {
    for (const search of ['Curie Pierre', '%', 'a_v', '\\'])
      expect(await (await admin.get(`/api/users?search=${encodeURIComponent(search)}`)).json()).toEqual([]);
  });

  it.each(['dvořák', 'Dvorak Ana', 'ADV'])('machines by their owner: %s', async (search) => {
    const answer = await admin.get(`/api/vms?search=${encodeURIComponent(search)}`);
    expect(
      ((await answer.json()) as { owner: { username: string } }[]).map(({ owner }) => owner.username),
    ).toEqual(['adv']);
  });

  it.each([
    ['person', 'élodie', 'eli'],
    ['person', 'Curie Marie', 'mcu'],
    ['object', 'economie', 'eli'],
    ['object', 'ÉCONOMIE', 'mcu'],
  ])('the audit log by %s: %s', async (filter, text, owner) => {
    const answer = await admin.get(
      `/api/audit?action=group.member-add&${filter}=${encodeURIComponent(text)}`,
    );
    const lines = z.array(AuditEntry).parse(await answer.json());
    expect(lines.map(({ onBehalfOf }) => onBehalfOf?.username)).toContain(owner);
  });

  it('names are in order whatever their accents', async () => {
    const answer = await admin.get('/api/users?sort=displayName&search=');
    const names = z
      .array(Account)
      .parse(await answer.json())
      .map(({ displayName }) => foldedText(displayName));
    expect(names).toEqual([...names].sort());
  });
});
