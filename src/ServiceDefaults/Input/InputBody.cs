using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SiteBuilder.ServiceDefaults.Input;

/// <summary>Reads the JSON body of a request.</summary>
public static class InputBody
{
    /// <summary>Reads the body and lets <paramref name="answer"/> look at it; where it is no JSON, the answer says where reading stopped.</summary>
    /// <param name="context">The request.</param>
    /// <param name="expected">What to send, as a sentence ends after "Send".</param>
    /// <param name="answer">Makes the answer from the body, which is gone afterwards.</param>
    public static async Task<IResult> ReadAsync(HttpContext context, string expected, Func<JsonElement, Task<IResult>> answer)
    {
        JsonDocument body;
        try
        {
            body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        }
        catch (JsonException problem)
        {
            return NotJson(problem, expected);
        }

        using (body)
        {
            return await answer(body.RootElement);
        }
    }

    private static ProblemHttpResult NotJson(JsonException problem, string expected) => TypedResults.Problem(
        statusCode: StatusCodes.Status400BadRequest,
        title: "The body is not JSON.",
        detail: $"Reading stopped in line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}. Send {expected}.");
}
