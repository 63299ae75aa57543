import { TestBed } from '@angular/core/testing';
import { Sparkline } from './sparkline';

it('a sparkline breaks off where nothing was measured, and says in words what it draws', () => {
  const fixture = TestBed.createComponent(Sparkline);
  fixture.componentRef.setInput('values', [0, 1, null, 0.5]);
  fixture.componentRef.setInput('label', 'Processeur : 50 %');
  fixture.detectChanges();
  const page = fixture.nativeElement as HTMLElement;
  expect(page.querySelector('svg')?.getAttribute('aria-label')).toBe('Processeur : 50 %');
  expect([...page.querySelectorAll('polyline')].map((line) => line.getAttribute('points'))).toEqual([
    '0.0,16.0 16.0,0.0',
    '48.0,8.0 48.0,8.0',
  ]);
});
