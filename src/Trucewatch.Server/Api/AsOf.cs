using Trucewatch.Domain;

namespace Trucewatch.Server.Api;

/// <summary>The time of a question about the past as it was known then.</summary>
internal static class AsOf
{
    /// <summary>Reads it; null: now. False: it is no time.</summary>
    public static bool TryRead(string? text, out Instant? time)
    {
        time = text is not null && Instant.TryParse(text, out var read) ? read : null;
        return text is null || time is not null;
    }

    public static IResult Unusable() => TypedResults.Problem(
        "expected asOf as an RFC 3339 time",
        statusCode: StatusCodes.Status400BadRequest,
        title: "Unusable query");
}
