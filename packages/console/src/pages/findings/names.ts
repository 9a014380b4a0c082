import type { Activity, Severity } from '@weir/schema/api'

// The contracts' own lists live beside their validators, which a page does not carry.

export const severityNames: readonly Severity[] = ['critical', 'high', 'medium', 'low']
export const activityNames: readonly Activity[] = ['active', 'quiet']
