using Microsoft.AspNetCore.Http.HttpResults;
using SiteBuilder.ServiceDefaults.Input;

namespace SiteBuilder.Media.Uploads;

/// <summary>Why a file was not kept.</summary>
/// <param name="Field">What it is wrong in.</param>
/// <param name="Sentence">What is wrong, as a sentence goes on after the field.</param>
/// <param name="Status">The status of the answer.</param>
internal sealed record UploadProblem(string Field, string Sentence, int Status = StatusCodes.Status400BadRequest)
{
    /// <summary>The field that holds the bytes.</summary>
    public const string File = "file";

    public static UploadProblem TooLarge(long most) =>
        new(File, $"is larger than {most} bytes, the most that is taken this way", StatusCodes.Status413PayloadTooLarge);

    public ProblemHttpResult ToAnswer()
    {
        var problems = new InputProblems();
        problems.Add(Field, Sentence);
        return problems.ToAnswer("The file was not kept", Status);
    }
}
