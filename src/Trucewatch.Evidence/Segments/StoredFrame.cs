namespace Trucewatch.Evidence.Segments;

/// <summary>One raw frame: when it was received, in microseconds since 1970-01-01T00:00:00Z, and its bytes.</summary>
public readonly record struct StoredFrame(long ReceivedAtUs, ReadOnlyMemory<byte> Bytes);
