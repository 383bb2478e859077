namespace Trucewatch.Evidence.Merkle;

/// <summary>
/// Gives the hash of a complete subtree: that of the entries from index * 2^level up to (index + 1) * 2^level.
/// </summary>
public delegate Digest NodeReader(int level, long index);
