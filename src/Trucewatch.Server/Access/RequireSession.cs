using Trucewatch.Reports.Release;

namespace Trucewatch.Server.Access;

/// <summary>Lets nobody through without a session, and nothing from a page of another origin.</summary>
internal sealed class RequireSession(SignIn signIn) : IEndpointFilter
{
    private const string ItemKey = "trucewatch.session";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var session = signIn.Find(http.Request.Cookies[SignIn.CookieName]);
        if (session is null)
        {
            return ValueTask.FromResult<object?>(TypedResults.Problem(
                "Open the sign-in link that the service printed when it started; a link works once, for ten minutes.",
                statusCode: StatusCodes.Status401Unauthorized,
                title: "No session"));
        }

        if (!IsOwnOrigin(http.Request))
        {
            return ValueTask.FromResult<object?>(TypedResults.Problem(
                "The request comes from a page of another origin.",
                statusCode: StatusCodes.Status403Forbidden,
                title: "Foreign origin"));
        }

        http.Items[ItemKey] = session;
        return next(context);
    }

    /// <summary>The session of a request that has passed the filter.</summary>
    public static Session SessionOf(HttpContext http) =>
        http.Items[ItemKey] as Session
        ?? throw new InvalidOperationException("the endpoint is not behind the session filter");

    /// <summary>The audience of a request that has passed the filter.</summary>
    public static Audience AudienceOf(HttpContext http) => SessionOf(http).Audience;

    /// <summary>
    /// True when the browser says nothing of an origin, or names this service. WebSockets are not covered by the
    /// same-origin rule of browsers, so that the check must be made here.
    /// </summary>
    public static bool IsOwnOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
