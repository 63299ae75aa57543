/** As SQL: how many VMs each owner of any has, how many of them run and how many have failed. */
export const VMS_PER_OWNER = `
  SELECT owner_id, count(*) AS vms, count(*) FILTER (WHERE state = 'running') AS running,
    count(*) FILTER (WHERE state = 'failed') AS failed
  FROM vms WHERE gone_at IS NULL GROUP BY owner_id`;
