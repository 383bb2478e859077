using Microsoft.AspNetCore.OpenApi;

namespace Trucewatch.Server.Api;

/// <summary>What the OpenAPI document says of itself: nothing of the machine that it was made on.</summary>
internal static class OpenApiText
{
    public static void Configure(OpenApiOptions options) =>
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Trucewatch";
            document.Info.Version = "v1";
            document.Info.Description =
                "The watch floor of one agreement. Every call below /api/v1 needs a session; the sign-in link of the "
                + "service opens one.";
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
}
