using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Trucewatch.Server.Api;

/// <summary>
/// Bodies of requests, read behind the filter of the session: who may not ask learns nothing of their form.
/// </summary>
internal static class RequestBody
{
    /// <summary>Longest request in bytes, where an endpoint does not say otherwise.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The request, or null: too long, or something else.</summary>
    public static async Task<T?> ReadAsync<T>(
        HttpContext http, JsonTypeInfo<T> type, CancellationToken stop, int maxBytes = MaxBytes)
        where T : class
    {
        var body = new byte[maxBytes + 1];
        var length = await http.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, stop);
        try
        {
            return length > maxBytes ? null : JsonSerializer.Deserialize(body.AsSpan(0, length), type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Maps a POST whose body is read behind the filter, and judged by the handler.</summary>
    public static RouteHandlerBuilder Map<T>(
        RouteGroupBuilder api, string route, JsonTypeInfo<T> type, Func<HttpContext, T, IResult> handle,
        int maxBytes = MaxBytes)
        where T : class => api.MapPost(route, async (HttpContext http, CancellationToken stop) =>
            await ReadAsync(http, type, stop, maxBytes) is { } request
                ? handle(http, request)
                : TypedResults.Problem(
                    FormattableString.Invariant($"expected a {typeof(T).Name} of at most {maxBytes} bytes"),
                    statusCode: StatusCodes.Status400BadRequest,
                    title: "Unusable request"))
            .Accepts<T>("application/json").ProducesProblem(StatusCodes.Status400BadRequest);
}
