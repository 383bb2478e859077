using Trucewatch.Evidence.Files;

namespace Trucewatch.Evidence;

/// <summary>Keeps the <see cref="LogState"/> in its own small file and changes it by compare-and-swap.</summary>
internal sealed class RollbackGuard(IEvidenceFiles files)
{
    public const string FileName = "state";

    /// <summary>The stored state, or null where there is no file.</summary>
    public LogState? Read()
    {
        var bytes = files.Read(FileName, LogState.MaxBytes);
        if (bytes is null)
        {
            return null;
        }

        return LogState.TryParse(bytes, out var state)
            ? state
            : throw new EvidenceHaltedException($"{FileName}: expected a whole state with its digest, got damage");
    }

    /// <summary>Replaces the state if it still is what the caller believes it to be.</summary>
    public void Swap(LogState? expected, LogState next)
    {
        var stored = Read();
        if (stored != expected)
        {
            throw new EvidenceHaltedException(FormattableString.Invariant(
                $"{FileName}: expected size {expected?.Intended.Size}, got {stored?.Intended.Size}: another writer"));
        }

        files.Write([new PendingFile(FileName, next.ToBytes())]);
    }
}
