// Loaded into the built API before it starts: a plan for jobs that are done on a host, in the place of one for VMs.
const { JobPlanRegistry } = await import(
  new URL('../../../api/dist/jobs/job-plan-registry.js', import.meta.url).href
);

const plan = {
  kind: 'reset',
  steps: {
    force: { seconds: 1, run: async ({ subject, log }) => log(`worked on ${subject.kind} ${subject.id}`) },
  },
  lock: async (_tx, { subjectId }) => ({ name: subjectId }),
  settle: async () => async () => undefined,
};

// Nest calls it when all modules have registered theirs.
JobPlanRegistry.prototype.onApplicationBootstrap = function () {
  this.register(plan);
};
