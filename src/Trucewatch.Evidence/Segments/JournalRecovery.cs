namespace Trucewatch.Evidence.Segments;

/// <summary>
/// What a journal held: all whole batches in order, the fault if there is one, and how many bytes of a torn tail were
/// dropped.
/// </summary>
public sealed record JournalRecovery(IReadOnlyList<StoredBatch> Batches, JournalFault Fault, long DroppedBytes);
