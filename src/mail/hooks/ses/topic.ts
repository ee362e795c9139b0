/** The SNS topic of this installation, and its host. */
export interface Topic {
  arn: string
  /** Signs its messages, and confirms subscriptions to it. */
  host: string
}

const arns = /^arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2}[a-z0-9-]{3,30}):\d{12}:[\w-]{1,256}(?:\.fifo)?$/

/** Reads the ARN of a topic; null if it is invalid. */
export function readTopic(arn: string): Topic | null {
  const [, partition, region] = arns.exec(arn) ?? []
  if (partition === undefined || region === undefined) return null
  return { arn, host: `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}` }
}
