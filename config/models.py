"""The settings of the models that are reached over the network, and which of them go together."""

from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

from config.platforms import Url

LOCAL_EMBEDDING = "local"
EXTRACTIVE = "extractive"


class Models(BaseSettings):
    """Without any of these set, nothing leaves the machine."""

    model: str = Field(
        default=EXTRACTIVE,
        validation_alias="BRIEFING_MODEL",
        min_length=1,
        description="Who writes the answers: `extractive` selects sentences and needs no model; any other "
        "value names a chat model (on Azure: a deployment) reached over the OpenAI protocol.",
    )
    model_seconds: float = Field(
        default=30.0,
        validation_alias="BRIEFING_MODEL_SECONDS",
        gt=0,
        le=600,
        description="The longest wait for the chat model, retries included.",
    )
    model_context: int = Field(
        default=8192,
        validation_alias="BRIEFING_MODEL_CONTEXT",
        ge=2048,
        description="The most tokens of a prompt and its reply together: the context window, or less. "
        "Passages that do not fit are left out, the least relevant first.",
    )
    judge_model: str | None = Field(
        default=None,
        validation_alias="BRIEFING_JUDGE_MODEL",
        min_length=1,
        description="A chat model, on the same endpoint, asked for a second opinion on every sentence that "
        "`BRIEFING_MODEL` wrote; what it does not confirm is cut. None is asked when unset.",
    )
    judge_seconds: float = Field(
        default=20.0,
        validation_alias="BRIEFING_JUDGE_SECONDS",
        gt=0,
        le=600,
        description="The longest wait for those opinions; what has none by then is cut.",
    )
    embedding_model: str = Field(
        default=LOCAL_EMBEDDING,
        validation_alias="BRIEFING_EMBEDDING_MODEL",
        min_length=1,
        description="`local` is the packaged model; any other value names one on the OpenAI protocol.",
    )
    rerank_url: Url | None = Field(
        default=None,
        validation_alias="BRIEFING_RERANK_URL",
        description="A reranker's whole address, such as `http://127.0.0.1:8082/v1/rerank`; none when unset.",
    )
    rerank_model: str | None = Field(
        default=None,
        validation_alias="BRIEFING_RERANK_MODEL",
        min_length=1,
        description="The model that the reranker is asked for; needed with `BRIEFING_RERANK_URL`.",
    )
    rerank_key: SecretStr | None = Field(
        default=None, validation_alias="BRIEFING_RERANK_KEY", description="The key for the reranker."
    )
    rerank_seconds: float = Field(
        default=2.0,
        validation_alias="BRIEFING_RERANK_SECONDS",
        gt=0,
        le=60,
        description="The longest wait for the reranker; then the bot's own order stands.",
    )
    openai_api_key: SecretStr | None = Field(
        default=None, validation_alias="OPENAI_API_KEY", description="The key for the model endpoint."
    )
    openai_base_url: Url | None = Field(
        default=None,
        validation_alias="OPENAI_BASE_URL",
        description="The endpoint, where it is not OpenAI's own: vLLM, Ollama, a gateway.",
    )
    azure_openai_endpoint: Url | None = Field(
        default=None,
        validation_alias="AZURE_OPENAI_ENDPOINT",
        description="The Azure OpenAI resource; when set, Azure is used.",
    )
    azure_openai_api_key: SecretStr | None = Field(
        default=None,
        validation_alias="AZURE_OPENAI_API_KEY",
        description="The key for the Azure OpenAI resource.",
    )
    openai_api_version: str | None = Field(
        default=None,
        validation_alias="OPENAI_API_VERSION",
        description="Azure's API version; needed with `AZURE_OPENAI_ENDPOINT`.",
    )

    @model_validator(mode="after")
    def _models_together(self) -> Self:
        if (self.rerank_url is None) != (self.rerank_model is None):
            raise ValueError("BRIEFING_RERANK_URL and BRIEFING_RERANK_MODEL are needed together, or neither")
        if self.azure_openai_endpoint and self.model != EXTRACTIVE and not self.openai_api_version:
            raise ValueError("AZURE_OPENAI_ENDPOINT needs OPENAI_API_VERSION, such as 2024-10-21")
        if self.judge_model and self.model == EXTRACTIVE:
            raise ValueError(
                "BRIEFING_JUDGE_MODEL needs BRIEFING_MODEL: selected sentences need no second opinion"
            )
        return self
