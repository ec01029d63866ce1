"""Counts the words of a text, one UpdateItem after the other, and publishes the text: the original's design, in Python."""

import base64
import json
import os
import re

import boto3

DYNAMODB = boto3.client("dynamodb")
SNS = boto3.client("sns")
TABLE = os.environ["WORD_COUNTS_TABLE"]
TOPIC = os.environ["TOPIC_ARN"]
WORD = re.compile(r"[\w']+")


def handle(event, context):
    text = event["body"]
    if event.get("isBase64Encoded"):
        text = base64.b64decode(text).decode()
    for word in WORD.findall(text.lower()):
        DYNAMODB.update_item(
            TableName=TABLE,
            Key={"word": {"S": word}},
            UpdateExpression="ADD #count :one",
            ExpressionAttributeNames={"#count": "count"},
            ExpressionAttributeValues={":one": {"N": "1"}},
        )
    SNS.publish(TopicArn=TOPIC, Message=text)
    return {"statusCode": 202, "body": json.dumps({"accepted": True})}
