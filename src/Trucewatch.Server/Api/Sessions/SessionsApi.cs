using Trucewatch.Server.Access;

namespace Trucewatch.Server.Api.Sessions;

/// <summary>Swaps a sign-in link's token for a session cookie. Open to all: the token is the proof.</summary>
internal static class SessionsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/session", (SessionRequest request, SignIn signIn, HttpContext http) =>
        {
            if (!RequireSession.IsOwnOrigin(http.Request) || signIn.Redeem(request.Token) is not { } cookie)
            {
                return Results.Problem(
                    "The link was used before, is older than ten minutes, or is not of this service. "
                    + "Start the service again for a new one.",
                    statusCode: StatusCodes.Status403Forbidden,
                    title: "This sign-in link does not work");
            }

            http.Response.Cookies.Append(SignIn.CookieName, cookie, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = http.Request.IsHttps,
                Path = "/",
                MaxAge = SignIn.SessionLife,
                IsEssential = true,
            });
            return Results.NoContent();
        })
        .WithName("openSession").WithSummary("Sign in with the token of a one-time link")
        .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status403Forbidden);

        api.MapDelete("/session", (SignIn signIn, HttpContext http) =>
        {
            signIn.End(http.Request.Cookies[SignIn.CookieName]);
            http.Response.Cookies.Delete(SignIn.CookieName);
            return Results.NoContent();
        })
        .WithName("endSession").WithSummary("Sign out").Produces(StatusCodes.Status204NoContent);
    }
}
