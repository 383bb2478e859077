using System.Globalization;

namespace Trucewatch.Evidence.Witnessing;

/// <summary>What a witness says to a request; the numbers are those of HTTP.</summary>
public enum WitnessStatus
{
    /// <summary>The checkpoint extends what was seen before and is cosigned.</summary>
    Cosigned = 200,

    /// <summary>The request has another form, or its old size is above that of its checkpoint.</summary>
    BadRequest = 400,

    /// <summary>No trusted key of the log signed the checkpoint.</summary>
    BadSignature = 403,

    /// <summary>The checkpoint is of a log that this witness does not watch.</summary>
    UnknownLog = 404,

    /// <summary>The old size is not that of the last checkpoint seen; the answer states the right one.</summary>
    Conflict = 409,

    /// <summary>The proof does not hold, or the size is the same and the root another.</summary>
    BadProof = 422,

    /// <summary>The witness has stopped after a failed write or a doubt about what it has stored.</summary>
    Stopped = 503,
}

/// <summary>The answer to a request.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">Cosignature lines, the size last seen, or words for a person.</param>
public readonly record struct WitnessAnswer(WitnessStatus Status, string Body)
{
    /// <summary>The type of a body that states a size.</summary>
    public const string SizeType = "text/x.tlog.size";

    internal static WitnessAnswer Seen(long size) =>
        new(WitnessStatus.Conflict, string.Create(CultureInfo.InvariantCulture, $"{size}\n"));
}
